using KlingMcp.Providers;

namespace KlingMcp.Tests.Providers;

/// <summary>The paths under which a provider's own pages and answers name a task, and paths that name none.</summary>
public class AddressFormsTests
{
    [Theory]
    [InlineData("fal", "fal-ai/kling-video/requests/r-1/status", "r-1", null, false)]
    [InlineData("fal", "fal-ai/kling-video/requests/r-1/status?logs=1", "r-1", null, false)]
    [InlineData("fal", "fal-ai/kling-video/requests/r-1", "r-1", null, true)]
    [InlineData("fal", "fal-ai/kling-video/v2.1/master/text-to-video/requests/r-1", "r-1", null, true)]
    [InlineData("fal", "fal-ai/kling-image/requests/r-1", "r-1", "fal-ai/kling-image", true)]
    [InlineData("replicate", "v1/predictions/p1", "p1", null, false)]
    [InlineData("replicate", "v1/predictions/p1/cancel", "p1", null, false)]
    [InlineData("replicate", "p/p1", "p1", null, false)]
    [InlineData("kie", "api/v1/jobs/recordInfo?taskId=t%2F1", "t/1", null, false)]
    [InlineData("kie", "api/v1/playground/recordInfo?taskId=t1", "t1", null, false)]
    [InlineData("wavespeed", "api/v3/predictions/w1", "w1", null, false)]
    [InlineData("wavespeed", "api/v3/predictions/w1/result", "w1", null, false)]
    [InlineData("aimlapi", "v2/video/generations?generation_id=u%3Ak", "u:k", null, false)]
    [InlineData("aimlapi", "v2/generate/video/kling/generation?generation_id=u", "u", null, false)]
    [InlineData("aimlapi", "v2/video/generations/u:kling/v1", "u:kling/v1", null, false)]
    [InlineData("ezmodel", "kling/v1/videos/avatar/image2video/e1", "e1", null, false)]
    [InlineData("ezmodel", "kling/v1/videos/image2video/e1", "e1", null, false)]
    [InlineData("ezmodel", "kling/v1/general/advanced-custom-elements/e1", "e1", "general/advanced-custom-elements", false)]
    [InlineData("ezmodel", "v1/video/generations/e1/", "e1", null, false)]
    [InlineData("ezmodel", "v1/videos/e1", "e1", null, false)]
    [InlineData("ezmodel", "v1/videos/e1/content", "e1", null, false)]
    public void An_address_of_a_task_names_it(string provider, string path, string id, string? kind, bool isResult) => Assert.Equal(
        new AddressedTask(id, kind, IsResult: isResult), Read(provider, path));

    [Theory]
    [InlineData("fal", "fal-ai/kling-video/requests")]
    [InlineData("fal", "fal-ai/requests/r-1")]
    [InlineData("replicate", "v1/predictions")]
    [InlineData("replicate", "v1/predictions/p1/logs")]
    [InlineData("replicate", "v1/models/p1")]
    [InlineData("kie", "api/v1/jobs/recordInfo?taskId=")]
    [InlineData("kie", "api/v1/jobs/recordInfo?taskid=t1")]
    [InlineData("kie", "api/v1/jobs/createTask?taskId=t1")]
    [InlineData("wavespeed", "api/v3/predictions/delete")]
    [InlineData("wavespeed", "api/v3/predictions/w1/logs")]
    [InlineData("aimlapi", "v2/video/generations")]
    [InlineData("aimlapi", "v2/video/generations?generation_id=")]
    [InlineData("aimlapi", "v2/image/generations?generation_id=u")]
    [InlineData("ezmodel", "kling/v1/videos/other/e1")]
    [InlineData("ezmodel", "v1/models/e1")]
    public void An_address_of_something_else_names_no_task(string provider, string path) => Assert.Null(Read(provider, path));

    private static AddressedTask? Read(string provider, string path) =>
        ProviderCatalog.Find(provider)!.ReadAddress!(LookupPath.Read(path));
}
