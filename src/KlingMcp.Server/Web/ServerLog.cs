using KlingMcp.Domain;

namespace KlingMcp.Server.Web;

/// <summary>Logs to standard error, one line per entry, without keys, tokens or secrets (a caller may have sent one).</summary>
/// <param name="filter">Knows every secret.</param>
/// <param name="time">The clock.</param>
/// <param name="asJson">Each line is a JSON object.</param>
internal sealed class ServerLog(TextFilter filter, TimeProvider time, bool asJson) : ILoggerProvider
{
    /// <summary>The least level of a category. Requests are logged by <see cref="AccessLog"/>, not by the framework.</summary>
    public static LogLevel LeastOf(string category, LogLevel configured) =>
        configured < LogLevel.Warning && category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            ? LogLevel.Warning
            : configured;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var clean = filter.CleanLine(message) ?? "";
        var line = asJson
            ? LogLine.Json(time.GetUtcNow(), level, category, clean, exception)
            : LogLine.Text(time.GetUtcNow(), level, category, clean, exception);
        Console.Error.WriteLine(filter.CleanLine(line));
    }

    private sealed class Logger(ServerLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // A call that its client cancels is nothing to warn of.
            if (exception is not OperationCanceledException) log.Write(logLevel, category, formatter(state, exception), exception);
        }
    }
}
