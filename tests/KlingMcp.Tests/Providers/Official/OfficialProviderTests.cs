using KlingMcp.Providers;
using KlingMcp.Providers.Official;

namespace KlingMcp.Tests.Providers.Official;

/// <summary>The descriptor of the official API: keys, id forms, addresses.</summary>
public class OfficialProviderTests
{
    private static readonly ProviderDescriptor Official = OfficialProvider.Descriptor;

    [Fact]
    public void The_API_key_is_preferred_to_the_key_pair() =>
        Assert.Equal("KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY", Official.KeyVariables);

    [Theory]
    [InlineData("842250903629086785", true)]
    [InlineData("123456789012345", true)]
    [InlineData("12345678901234", false)]
    [InlineData("CjMT7WdSwWcAAAAAALvB3g", true)]
    [InlineData("CjMT7WdSwWcAAAAAALvB3", false)]
    [InlineData("shot-09", false)]
    [InlineData("c16e5746-c46d-4287-9286-a06063c50a24", false)]
    public void Its_ids_are_recognised_by_their_form(string id, bool own) => Assert.Equal(own, Official.MayOwn(id));

    [Theory]
    [InlineData("v1/videos/image2video/8", "8", "videos/image2video")]
    [InlineData("v1/videos/avatar/image2video/8", "8", "videos/avatar/image2video")]
    [InlineData("v1/images/editing/expand/8", "8", "images/editing/expand")]
    [InlineData("v1/videos/img2video/8", "8", "videos/img2video")]
    public void An_address_names_the_kind_and_the_id(string path, string id, string kind) =>
        Assert.Equal(new AddressedTask(id, kind), Read(path));

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1/videos/8")]
    [InlineData("v1/videos/image2video")]
    [InlineData("v1/videos/avatar/image2video")]
    [InlineData("v2/videos/image2video/8")]
    [InlineData("tasks")]
    [InlineData("tasks/8")]
    public void Other_paths_are_not_lookups(string path) => Assert.Null(Read(path));

    [Fact]
    public void A_query_with_one_id_is_read_and_several_ids_stay_one_text()
    {
        Assert.Equal(new AddressedTask("8"), Read("tasks", ("task_ids", "8"), ("x", "y")));
        Assert.Equal(new AddressedTask("shot-09", External: true), Read("tasks", ("external_task_ids", "shot-09")));
        Assert.Equal(new AddressedTask("8,9"), Read("tasks", ("task_ids", "8,9")));
        Assert.Null(Read("tasks", ("task_ids", "")));
    }

    private static AddressedTask? Read(string path, params (string Name, string Value)[] query) =>
        Official.ReadAddress(
            new(path.Split('/', StringSplitOptions.RemoveEmptyEntries), query.ToDictionary(static q => q.Name, static q => q.Value)));
}
