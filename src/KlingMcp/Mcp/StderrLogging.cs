using Microsoft.Extensions.Logging;

namespace KlingMcp.Mcp;

/// <summary>Log lines on standard error, one each. A console logger proper costs a thread and a tenth of the start.</summary>
internal sealed class StderrLogging(LogLevel least) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Line(categoryName, least);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Line(string category, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel is not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Console.Error.WriteLine($"{logLevel}: {category}: {formatter(state, exception)}{(exception is null ? "" : $" [{exception.GetType().Name}: {exception.Message}]")}");
        }
    }
}
