using KlingMcp.Domain;
using KlingMcp.Sandbox;

namespace KlingMcp.Tests.Sandbox;

/// <summary>The ids of the sandbox.</summary>
public class SandboxIdTests
{
    private static readonly DateTimeOffset Born = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("sandbox-ok-20", "ok", 20)]
    [InlineData("sandbox-fail-0", "fail", 0)]
    [InlineData("sandbox-busy-3-shot-7", "busy", 3)]
    [InlineData("SANDBOX-Money-5", "money", 5)]
    [InlineData("sandbox-gone", "gone", 0)]
    [InlineData("sandbox-ok-a", "ok", 0)]
    [InlineData("sandbox-ok-999999999", "ok", 86_400)]
    public void An_id_gives_a_word_and_a_number_of_seconds(string id, string word, int seconds) =>
        Assert.Equal(new SandboxId(word, TimeSpan.FromSeconds(seconds)), SandboxId.Read(id));

    [Theory]
    [InlineData("sandbox")]
    [InlineData("sandbox-maybe-20")]
    [InlineData("ok-20")]
    [InlineData("842250903629086785")]
    public void Any_other_id_is_not_a_sandbox_id(string id) => Assert.Null(SandboxId.Read(id));

    [Theory]
    [InlineData("ok", 0, "queued", 20)]
    [InlineData("ok", 4.9, "queued", 16)]
    [InlineData("ok", 5, "processing", 15)]
    [InlineData("ok", 19.9, "processing", 1)]
    [InlineData("ok", 20, "succeeded", null)]
    [InlineData("busy", 20, "succeeded", null)]
    [InlineData("fail", 19.9, "processing", 1)]
    [InlineData("fail", 20, "failed", null)]
    [InlineData("money", 3600, "failed", null)]
    public void A_task_is_queued_then_processing_then_final(string word, double age, string status, int? eta)
    {
        var task = SandboxId.Read($"sandbox-{word}-20")!.At("x", Born, Born.AddSeconds(age));

        Assert.Equal((status, eta), (task.Status.Word, task.EtaSeconds));
        Assert.Equal((Born, task.Status.IsFinal), (task.CreatedAt, task.UpdatedAt == Born.AddSeconds(20)));
        Assert.Equal(word == "money" ? FaultCategory.InsufficientCredit : FaultCategory.Moderation, task.Failure);
    }
}
