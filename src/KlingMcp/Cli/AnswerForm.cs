using System.CommandLine;
using KlingMcp.Answers;
using KlingMcp.Lookups;

namespace KlingMcp.Cli;

/// <summary>The arguments that <c>get</c> and <c>wait</c> share: the ids, the provider, and the format of the answer.</summary>
internal sealed class AnswerForm
{
    private readonly IdsArgument ids = new();

    private readonly Option<string> provider = ProviderOption.Create("The provider of all ids; otherwise it is found by their form");

    private readonly Option<bool> json = new("--json") { Description = "Print the answer as JSON" };

    private readonly Option<bool> url = new("--url")
    {
        Description = "Print only the output addresses, one per line; everything else goes to standard error",
    };

    public void AddTo(Command command)
    {
        AddIdsTo(command);
        command.Options.Add(url);
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(url)) result.AddError("--json and --url exclude each other.");
        });
    }

    /// <summary>Without <c>--url</c>, for answers that have no addresses.</summary>
    public void AddIdsTo(Command command)
    {
        ids.AddTo(command);
        command.Options.Add(provider);
        command.Options.Add(json);
    }

    /// <summary>The ids, or the newest task if there are none; no id and an exit code if there is no task either.</summary>
    public async Task<(string[] Ids, int Code)> IdsAsync(
        ParseResult parsed, CliServices services, Screen screen, TimeProvider time, CancellationToken cancellationToken)
    {
        if (ids.In(parsed) is { } given)
        {
            if (given.Length == 0) screen.Error.WriteLine("kling-mcp: standard input has no ids.");
            return (given, ExitCode.WrongUse);
        }

        var (newest, code) = await NewestTask.FindAsync(
            services, screen, ProviderIn(parsed), time, IsForPeople(parsed), cancellationToken);
        return (newest is null ? [] : [newest], code);
    }

    public string? ProviderIn(ParseResult parsed) => parsed.GetValue(provider);

    /// <summary>Whether the answer is text, rather than output for a script.</summary>
    public bool IsForPeople(ParseResult parsed) => !parsed.GetValue(json) && !parsed.GetValue(url);

    public void Write(ParseResult parsed, Screen screen, Answer answer, IReadOnlyList<LookupResult> looked)
    {
        if (parsed.GetValue(json))
        {
            screen.WriteJson(answer.Structured);
        }
        else if (parsed.GetValue(url))
        {
            var outputs = looked.SelectMany(static l => l.Result.Value?.Outputs ?? []);
            foreach (var address in outputs.Select(static o => o.Url).OfType<string>()) screen.Output.WriteLine(address);
            if (looked.Any(static l => l.Result.Value is not { Outputs.Count: > 0 })) screen.Error.WriteLine(answer.Text);
        }
        else
        {
            (answer.IsError ? screen.Error : screen.Output).WriteLine(answer.Text);
        }
    }
}
