using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>Every word that some provider's page or body has for a state.</summary>
public class StateWordsTests
{
    [Theory]
    [InlineData(KlingTaskStatus.Queued, "submitted pending staged queued queueing queuing not_start waiting in_queue created starting")]
    [InlineData(KlingTaskStatus.Processing, "processing in_progress running run generating")]
    [InlineData(KlingTaskStatus.Succeeded, "succeed succeeded success completed complete done")]
    [InlineData(KlingTaskStatus.Failed, "failed failure fail error")]
    [InlineData(KlingTaskStatus.Cancelled, "cancelled canceled")]
    [InlineData(KlingTaskStatus.Unknown, "deleted paused reviewing unknown un succeedx 99 ✓")]
    internal void A_word_means_its_state_in_any_case_and_with_blanks_around_it(KlingTaskStatus status, string words)
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
    public void No_word_is_no_state(string? word) => Assert.Equal(KlingTaskStatus.Unknown, StateWords.Read(word));
}
