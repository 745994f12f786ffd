using System.CommandLine;
using System.Text.Json;
using KlingMcp.Answers;
using KlingMcp.Lookups;
using KlingMcp.Saving;

namespace KlingMcp.Cli;

/// <summary>
/// <c>kling-mcp save [ID…]</c>: saves the outputs of tasks to files. No host cuts it off, so it takes as long as the files do.
/// </summary>
internal sealed class SaveCommand(CliContext context, Screen screen)
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        AnswerForm form = new();
        Option<string> folder = new("--output", "-o")
        {
            HelpName = "DIR",
            Description = "The folder (KLING_MCP_SAVE_DIR, or Kling in the download folder, by default)",
        };
        Command command = new(
            "save", "Save the outputs of tasks to files. Exit code: 0 saved, 1 failed, 2 refused id, 3 not all saved, 4 still running")
        {
            folder,
        };
        form.AddIdsTo(command);
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(
            context, screen, parsed.GetValue(sandbox), services => SaveAsync(services, parsed, cancellationToken)));
        return command;

        async Task<int> SaveAsync(CliServices services, ParseResult parsed, CancellationToken cancellationToken)
        {
            var (ids, code) = await form.IdsAsync(parsed, services, screen, context.Time, cancellationToken);
            if (ids.Length == 0) return code;

            SaveProgress progress = new();
            var requests = ids.Distinct().Select(id => new SaveRequest(id)
            {
                Provider = form.ProviderIn(parsed),
                Folder = parsed.GetValue(folder),
                HasNoTimeLimit = true,
            });
            var saving = Task.WhenAll(requests.Select(r => services.Saver.SaveAsync(r, progress, cancellationToken)));
            await new SaveCommand(context, screen).ShowAsync(saving, progress, form.IsForPeople(parsed));
            var results = await saving;
            Answer[] answers = [.. results.Select(services.Composer.Saved).Select(services.Composer.Finish)];
            Write(answers, isJson: !form.IsForPeople(parsed), screen);
            return ExitCode.Of(results);
        }
    }

    /// <summary>One answer as it is; several as a list, in the order asked.</summary>
    private static void Write(Answer[] answers, bool isJson, Screen screen)
    {
        if (isJson)
        {
            var tasks = string.Join(',', answers.Select(static a => a.Structured.GetRawText()));
            screen.WriteJson(answers is [var only] ? only.Structured : JsonElement.Parse($"{{\"tasks\":[{tasks}]}}"));
            return;
        }

        foreach (var answer in answers) (answer.IsError ? screen.Error : screen.Output).WriteLine(answer.Text);
    }

    /// <summary>Shows progress: bars in a terminal, otherwise lines on standard error, and nothing if the output is for a script.</summary>
    private Task ShowAsync(Task saving, SaveProgress progress, bool isForPeople) =>
        !isForPeople ? Task.CompletedTask
        : screen.IsTerminal ? SaveBars.ShowAsync(screen.Drawing, saving, progress, context.Time)
        : WriteLinesAsync(saving, progress);

    private async Task WriteLinesAsync(Task saving, SaveProgress progress)
    {
        string? last = null;
        while (!await saving.EndsWithinAsync(TimeSpan.FromSeconds(5), context.Time))
        {
            var line = SaveText.Of(progress);
            if (line != last) screen.Error.WriteLine(last = line);
        }
    }
}
