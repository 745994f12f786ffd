using Microsoft.Extensions.Logging;

namespace KlingMcp.Stdio;

/// <summary>Logs to standard error, one line per entry, without keys (a client may have sent one).</summary>
/// <param name="redact">Removes keys and line breaks.</param>
internal sealed class StandardErrorLoggerProvider(Func<string, string?> redact) : ILoggerProvider
{
    /// <summary>Most sessions log nothing, so the writer starts with the first line.</summary>
    private readonly Lazy<StandardError> output = new();

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, redact, output);

    public void Dispose()
    {
        if (output.IsValueCreated) output.Value.Dispose();
    }

    private sealed class Logger(string category, Func<string, string?> redact, Lazy<StandardError> output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // A call that its client cancels is nothing to warn of.
            if (exception is OperationCanceledException) return;

            var details = exception is null ? "" : $" [{exception.GetType().Name}: {exception.Message}]";
            if (redact($"{logLevel}: {category}: {formatter(state, exception)}{details}") is { } line) output.Value.Post(line);
        }
    }
}
