using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The rules for the outputs of a task of any provider.</summary>
public class TaskNormalizerTests
{
    private static readonly ProviderResponse Response = Responses.Ok("{}");
    private static readonly KlingTask Success = new(new("kie", null, "1"), KlingTaskStatus.Succeeded, "success");
    private static readonly KlingOutput Missing = new(OutputType.Video);

    [Theory]
    [InlineData(2, 0, null, null)]
    [InlineData(2, 1, 1, "1 of 3 outputs is missing: failed or blocked.")]
    [InlineData(1, 2, 2, "2 of 3 outputs are missing: failed or blocked.")]
    [InlineData(50, 0, null, null)]
    [InlineData(51, 0, null, "These are the first 50 outputs; there are 1 more.")]
    [InlineData(52, 1, 1, "1 of 53 outputs is missing: failed or blocked. These are the first 50 outputs; there are 2 more.")]
    public void Missing_outputs_and_those_beyond_fifty_are_told(int usable, int missing, int? told, string? advice)
    {
        KlingOutput[] outputs = [.. Files(usable), .. Enumerable.Repeat(Missing, missing)];
        var task = TaskNormalizer.Of(Success with { Outputs = outputs }, Response).Value!;

        Assert.Equal((Math.Min(50, usable), told, advice), (task.Outputs.Count, task.MissingOutputs, task.Advice));
        Assert.False(task.FoundBySearch);
    }

    [Fact]
    public void The_tasks_own_advice_comes_last()
    {
        var task = TaskNormalizer.Of(Success with { Outputs = [.. Files(1), Missing], Advice = "Own." }, Response).Value!;

        Assert.Equal("1 of 2 outputs is missing: failed or blocked. Own.", task.Advice);
    }

    [Fact]
    public void Outputs_that_were_found_by_a_search_are_not_counted_as_missing()
    {
        var results = Json.Parse(Responses.Ok("""{"a":"https://e.example/a.mp4"}"""));
        var task = TaskNormalizer.Of(Success with { Outputs = [Missing, Missing, Missing] }, Response, results).Value!;

        Assert.Equal((1, null, true, null), (task.Outputs.Count, task.MissingOutputs, task.FoundBySearch, task.Advice));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void A_result_that_is_gone_is_told_with_the_number_of_outputs_it_had(int outputs, int? told)
    {
        var task = TaskNormalizer.WithoutResult(Success with { Outputs = [.. Files(outputs)] }, Response, "Gone.").Value!;

        Assert.Equal((0, told, "Gone."), (task.Outputs.Count, task.MissingOutputs, task.Advice));
    }

    [Fact]
    public void A_row_of_a_list_without_outputs_is_kept_and_one_without_an_id_is_not()
    {
        var running = Success with { Status = KlingTaskStatus.Processing, Progress = 30, FinishedAt = DateTimeOffset.UnixEpoch };

        Assert.Empty(TaskNormalizer.RowOf(Success, Response)!.Outputs);
        Assert.Null(TaskNormalizer.RowOf(Success with { Reference = new("kie", null, "not an id") }, Response));
        Assert.Equal((30, null), (TaskNormalizer.RowOf(running, Response)!.Progress, TaskNormalizer.RowOf(running, Response)!.FinishedAt));
    }

    [Fact]
    public void A_row_whose_id_contains_a_key_is_left_out()
    {
        var response = Response with { Filter = new TextFilter(["a-key-0123456789"]) };

        Assert.Null(TaskNormalizer.RowOf(Success with { Reference = new("kie", null, "a-key-0123456789") }, response));
        Assert.Equal(
            "the task's id contains a key",
            TaskNormalizer.Of(Success with { Reference = new("kie", null, "a-key-0123456789") }, response).Fault!.Message);
    }

    [Fact]
    public void A_fault_about_the_shape_of_an_answer_has_its_status()
    {
        Fault[] faults = [TaskNormalizer.WrongTask(Response), TaskNormalizer.NotATask(Response), TaskNormalizer.NotAList(Response)];

        Assert.Equal(
            ["the answer is about another task", "JSON of a shape that holds no task", "JSON of a shape that holds no list of tasks"],
            faults.Select(static f => f.Message));
        Assert.All(faults, static f => Assert.Equal(200, f.HttpStatus));
    }

    private static IEnumerable<KlingOutput> Files(int count) =>
        Enumerable.Range(0, count).Select(static i => new KlingOutput(OutputType.Video) { Url = $"https://e.example/{i}.mp4" });
}
