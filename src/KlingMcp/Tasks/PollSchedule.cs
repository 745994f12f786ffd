using KlingMcp.Domain;

namespace KlingMcp.Tasks;

internal sealed class PollSchedule(TimeSpan? fixedPause = null)
{
    public TimeSpan ShortestPause { get; } = fixedPause ?? TimeSpan.FromSeconds(1);

    public void Learn(KlingTask task) => _ = (task, fixedPause);

    public TimeSpan PauseAfter(KlingTask? task, TimeSpan waited, DateTimeOffset now) => fixedPause ?? TimeSpan.FromSeconds(5);
}
