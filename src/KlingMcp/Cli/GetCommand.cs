using System.CommandLine;

namespace KlingMcp.Cli;

/// <summary><c>kling-mcp get [ID…]</c>: looks each task up once.</summary>
internal static class GetCommand
{
    public static Command Create(CliContext context, Screen screen, Option<bool> sandbox)
    {
        AnswerForm form = new();
        Option<string> detail = new("--detail")
        {
            HelpName = "compact|full",
            Description = "full adds prompt, cost, cover and watermarked addresses",
        };
        Option<bool> full = new("--full") { Description = "The same as --detail full" };
        detail.AcceptOnlyFromAmong("compact", "full");
        Command command = new(
            "get", "Look tasks up once. Exit code: 0 succeeded, 1 failed, 2 refused id, 3 lookup failed, 4 still running") { detail, full };
        form.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandLine.WithServicesAsync(
            context, screen, parsed.GetValue(sandbox), services => GetAsync(services, parsed, cancellationToken)));
        return command;

        async Task<int> GetAsync(CliServices services, ParseResult parsed, CancellationToken cancellationToken)
        {
            var (ids, code) = await form.IdsAsync(parsed, services, screen, context.Time, cancellationToken);
            if (ids.Length == 0) return code;

            var isFull = parsed.GetValue(full) || parsed.GetValue(detail) is "full";
            var looked = await screen.WhileAsync(
                "looking up",
                services.Tasks.GetAsync([.. ids], form.ProviderIn(parsed), cancellationToken),
                context.Time,
                form.IsForPeople(parsed));
            var answer = ids.Length == 1 ? services.Composer.One(looked[0], isFull) : services.Composer.Many(looked, isFull, wait: null);
            form.Write(parsed, screen, services.Composer.Finish(answer), looked);
            return ExitCode.Of(looked);
        }
    }
}
