using Microsoft.Extensions.Logging;

namespace KlingMcp.Stdio;

/// <summary>
/// Log lines on standard error, one each, whatever a client put into a name. A console logger proper costs a thread from the first moment and a tenth of the start.
/// </summary>
/// <param name="least">The least level that is written.</param>
/// <param name="clean">Makes a line fit to be written; a model may have sent a key.</param>
internal sealed class StderrLogging(LogLevel least, Func<string, string?> clean) : ILoggerFactory
{
    /// <summary>Most sessions have nothing to say, so it begins with the first line.</summary>
    private readonly Lazy<StandardError> output = new();

    public ILogger CreateLogger(string categoryName) => new Line(categoryName, least, clean, output);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        if (output.IsValueCreated) output.Value.Dispose();
    }

    private sealed class Line(string category, LogLevel least, Func<string, string?> clean, Lazy<StandardError> output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel is not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // a call that its client takes back is nothing to warn of
            var level = exception is OperationCanceledException ? LogLevel.Debug : logLevel;
            if (!IsEnabled(level)) return;

            if (clean($"{level}: {category}: {formatter(state, exception)}{(exception is null ? "" : $" [{exception.GetType().Name}: {exception.Message}]")}") is { } line) output.Value.Post(line);
        }
    }
}
