using KlingMcp.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The kinds of tasks of Kling's older API, as its documentation has them.</summary>
public class KlingKindsTests
{
    [Theory]
    [InlineData("videos/image2video", "image2video")]
    [InlineData("videos/text2video", "text2video")]
    [InlineData("videos/omni-video", "omni-video")]
    [InlineData("videos/multi-image2video", "multi-image2video")]
    [InlineData("videos/motion-control", "motion-control")]
    [InlineData("videos/video-extend", "video-extend")]
    [InlineData("videos/avatar/image2video", "avatar/image2video")]
    [InlineData("videos/advanced-lip-sync", "advanced-lip-sync")]
    [InlineData("videos/lip-sync", "lip-sync")]
    [InlineData("videos/effects", "effects")]
    [InlineData("videos/multi-elements", "multi-elements")]
    [InlineData("images/generations", "generations")]
    [InlineData("images/omni-image", "omni-image")]
    [InlineData("images/multi-image2image", "multi-image2image")]
    [InlineData("images/editing/expand", "editing/expand")]
    [InlineData("images/kolors-virtual-try-on", "kolors-virtual-try-on")]
    [InlineData("audio/text-to-audio", "text-to-audio")]
    [InlineData("audio/video-to-audio", "video-to-audio")]
    [InlineData("general/advanced-custom-elements", "advanced-custom-elements")]
    [InlineData("general/custom-voices", "custom-voices")]
    [InlineData("general/ai-multi-shot", "ai-multi-shot")]
    public void Each_documented_path_is_a_kind_named_without_its_first_segment_and_no_address_of_a_task(string path, string name)
    {
        Assert.Contains(path, KlingKinds.All);
        Assert.Equal(name, KlingKinds.NameOf(path));
        string[] prefixed = ["v1", .. path.Split('/')];
        Assert.Null(KlingKinds.ReadAddress(prefixed, prefix: 1));

        var address = KlingKinds.ReadAddress([.. prefixed, "842250903629086785"], prefix: 1);

        Assert.Equal(("842250903629086785", path), (address!.Id, address.Kind));
    }

    [Fact]
    public void There_are_as_many_kinds_as_documented_paths() => Assert.Equal(21, KlingKinds.All.Count);
}
