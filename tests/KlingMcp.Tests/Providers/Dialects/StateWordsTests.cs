using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The words of all providers for states.</summary>
public class StateWordsTests
{
    [Theory]
    [InlineData(KlingTaskStatus.Queued, "submitted pending staged queued queueing queuing not_start waiting in_queue created starting")]
    [InlineData(KlingTaskStatus.Processing, "processing in_progress running run generating")]
    [InlineData(KlingTaskStatus.Succeeded, "succeed succeeded success completed complete done")]
    [InlineData(KlingTaskStatus.Failed, "failed failure fail error")]
    [InlineData(KlingTaskStatus.Cancelled, "cancelled canceled")]
    [InlineData(KlingTaskStatus.Unknown, "deleted paused reviewing unknown un succeedx 99 ✓")]
    internal void A_word_means_its_state_in_any_case_and_trimmed(KlingTaskStatus status, string words)
    {
        foreach (var word in words.Split(' '))
        {
            Assert.Equal((word, status), (word, StateWords.Read(word)));
            Assert.Equal((word, status), (word, StateWords.Read($" {word.ToUpperInvariant()}\n")));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void A_missing_word_is_an_unknown_state(string? word) => Assert.Equal(KlingTaskStatus.Unknown, StateWords.Read(word));
}
