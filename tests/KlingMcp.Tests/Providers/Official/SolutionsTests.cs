using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Official;

/// <summary>With an API key <c>/solutions</c> is asked for what <c>/tasks</c> does not find.</summary>
public class SolutionsTests
{
    [Theory]
    [InlineData(200, "succeeded")]
    [InlineData(500, null)]
    public async Task A_task_of_solutions_is_found_and_its_faults_mean_not_found(int status, string? expected)
    {
        var found = TasksQueryBodies.Listed(TasksQueryBodies.Item(
            TasksQueryBodies.Id, "succeeded", ",\"outputs\":[{\"type\":\"subbed_video\",\"url\":\"https://e.example/a.mp4\"}]"));
        await using var host = LoopbackServer.Answering(request => request.Target.StartsWith("/solutions", StringComparison.Ordinal)
            ? (status, status == 200 ? found : "{}")
            : (200, """{"code":0,"message":"SUCCEED","data":[]}"""));
        Dictionary<string, string?> environment = new() { ["KLING_API_KEY"] = "an-api-key", ["KLING_BASE_URL"] = host.Address };
        await using ServerHarness server = new(environment, new PauseSkippingTime());

        var result = await server.GetAsync(TasksQueryBodies.Id);

        Assert.Equal(expected, result.At("status"));
        if (expected is null) Assert.Equal("not_found", result.At("error.category"));
    }
}
