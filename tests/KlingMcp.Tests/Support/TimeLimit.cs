using System.Collections.Concurrent;
using System.Reflection;
using KlingMcp.Tests.Support;
using Xunit.v3;

[assembly: TimeLimit]

namespace KlingMcp.Tests.Support;

/// <summary>
/// A time limit for every test. After a minute the test's cancellation token is cancelled, which ends every wait of the harnesses. A test
/// that ignores it stops the run ten seconds later, with its name; so does a constructor or a fixture, when it is all that still runs.
/// xunit has a time-out for a single test, but none for an assembly, and that one does not stop a test that blocks its thread.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TimeLimitAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Runs while no test does.</summary>
    private static readonly Timer Idle = new(static _ => Environment.FailFast(
        $"No test began within {(Limit + Grace).TotalSeconds} s: a constructor or a fixture hangs."));

    private static int count;

    private readonly ConcurrentDictionary<string, RunningTest> running = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        Interlocked.Increment(ref count);
        Idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        running[test.UniqueID] = new(test.TestDisplayName, TestContext.Current);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (Interlocked.Decrement(ref count) == 0) Idle.Change(Limit + Grace, Timeout.InfiniteTimeSpan);
        if (running.TryRemove(test.UniqueID, out var ended)) ended.Dispose();
    }

    private sealed class RunningTest : IDisposable
    {
        private readonly string name;
        private readonly ITestContext context;
        private readonly Timer timer;
        private int expired;

        public RunningTest(string name, ITestContext context)
        {
            (this.name, this.context) = (name, context);
            timer = new(_ => Expire(), null, Limit, Grace);
        }

        public void Dispose()
        {
            timer.Dispose();
            if (expired > 0) throw new TimeoutException($"The test took more than {Limit.TotalSeconds} s.");
        }

        private void Expire()
        {
            if (Interlocked.Increment(ref expired) == 1) context.CancelCurrentTest();
            else Environment.FailFast($"{name} still runs {Grace.TotalSeconds} s after its time limit of {Limit.TotalSeconds} s.");
        }
    }
}
