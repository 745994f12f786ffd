using KlingMcp.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The forms of ids, each with ids that have it and ids that nearly have it.</summary>
public class IdFormsTests
{
    [Theory]
    [InlineData("Cjil4mf3aJkAAAAAAAAc-g", true)]
    [InlineData("Cjil4mf3aJkAAAAAAAA_-g", true)]
    [InlineData("Cjil4mf3aJkAAAAAAAA+/g", false)]
    [InlineData("Cjil4mf3aJkAAAAAAAAcg", false)]
    [InlineData("Cjil4mf3aJkAAAAAAAAc-gg", false)]
    public void An_old_id_of_Kling_is_22_characters_of_URL_safe_Base64(string id, bool expected) =>
        Assert.Equal(expected, IdForms.IsOldKlingId(id));

    [Theory]
    [InlineData("V1StGXR8_Z5jdHi6B-myT", true)]
    [InlineData("123456789012345678-_a", true)]
    [InlineData("123456789012345678901", false)]
    [InlineData("V1StGXR8_Z5jdHi6B-my", false)]
    [InlineData("V1StGXR8_Z5jdHi6B.myT", false)]
    [InlineData("task_Z5jdHi6BmyTabcde", false)]
    [InlineData("TASK_Z5jdHi6BmyTabcde", false)]
    public void A_nanoid_is_21_letters_digits_hyphens_and_underscores_with_a_letter(string id, bool expected) =>
        Assert.Equal(expected, IdForms.IsNanoId(id));

    [Theory]
    [InlineData("gm3qorzdhgbfurvjtvhg6dckhu", true)]
    [InlineData("gm3qorzdhgbfurvjtvhg6dckh", false)]
    [InlineData("Gm3qorzdhgbfurvjtvhg6dckhu", false)]
    [InlineData("gm3qorzdhgbfurvjtvhg6dckh-", false)]
    [InlineData("12345678901234567890123456", false)]
    public void An_id_of_Replicate_is_26_lower_case_letters_and_digits_with_a_letter(string id, bool expected) =>
        Assert.Equal(expected, IdForms.IsReplicateId(id));

    [Theory]
    [InlineData("60ac7c34-3224-4b14-8e7d-0aa0db708325:kling-video/v1.6/pro/text-to-video", true)]
    [InlineData("60ac7c34-3224-4b14-8e7d-0aa0db708325:k", true)]
    [InlineData("60ac7c34-3224-4b14-8e7d-0aa0db708325:", false)]
    [InlineData("60ac7c34-3224-4b14-8e7d-0aa0db708325/kling-video", false)]
    [InlineData("60ac7c34-3224-4b14-8e7d-0aa0db70832z:kling-video", false)]
    [InlineData("60ac7c34-3224-4b14-8e7d-0aa0db708325:kling-video//pro", false)]
    [InlineData("60ac7c34-3224-4b14-8e7d-0aa0db708325:../account", false)]
    public void An_id_with_a_path_is_a_UUID_a_colon_and_names_joined_by_slashes(string id, bool expected) =>
        Assert.Equal(expected, IdForms.IsUuidWithPath(id));

    [Fact]
    public void An_id_with_a_path_has_256_characters_at_most()
    {
        var id = $"60ac7c34-3224-4b14-8e7d-0aa0db708325:{new string('k', 100)}/";

        Assert.True(IdForms.IsUuidWithPath(id.PadRight(256, 'k')));
        Assert.False(IdForms.IsUuidWithPath(id.PadRight(257, 'k')));
    }

    [Theory]
    [InlineData("12", 2, 4, true)]
    [InlineData("1234", 2, 4, true)]
    [InlineData("1", 2, 4, false)]
    [InlineData("12345", 2, 4, false)]
    [InlineData("12a", 2, 4, false)]
    [InlineData("١٢٣", 2, 4, false)]
    public void Digits_are_those_of_ASCII_in_the_numbers_given(string id, int min, int max, bool expected) =>
        Assert.Equal(expected, IdForms.IsDigits(id, min, max));

    [Theory]
    [InlineData("60ac7c3432244b148e7d0aa0db708325", "60ac7c34-3224-4b14-8e7d-0aa0db708325")]
    [InlineData("60AC7C3432244B148E7D0AA0DB708325", "60AC7C34-3224-4B14-8E7D-0AA0DB708325")]
    [InlineData("60ac7c34-3224-4b14-8e7d-0aa0db708325", null)]
    [InlineData("60ac7c3432244b148e7d0aa0db70832z", null)]
    [InlineData("60ac7c3432244b148e7d0aa0db70832", null)]
    public void A_UUID_that_lost_its_dashes_gets_them_back(string id, string? expected) => Assert.Equal(expected, IdForms.AsUuid(id));

    [Theory]
    [InlineData("60ac7c34-3224-4b14-8e7d-0aa0db708325", true)]
    [InlineData("{60ac7c34-3224-4b14-8e7d-0aa0db708325}", false)]
    [InlineData("60ac7c3432244b148e7d0aa0db708325", false)]
    public void A_UUID_has_its_dashes_and_no_braces(string id, bool expected) => Assert.Equal(expected, IdForms.IsUuid(id));
}
