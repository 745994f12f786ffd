using KlingMcp.Saving;

namespace KlingMcp.Tests.Saving;

/// <summary>The names of saved files.</summary>
public class OutputNameTests
{
    [Theory]
    [InlineData("piapi", "c16e5746-c46d-4287-9286-a06063c50a24", 1, false, "piapi-c16e5746-c46d-4287-9286-a06063c50a24-1")]
    [InlineData("useapi", "123456789", 12, true, "useapi-123456789-12-watermarked")]
    [InlineData("kie", "task_kling_1", 1, false, "kie-task_kling_1-1")]
    public void A_plain_id_stays_as_it_is(string provider, string id, int place, bool watermarked, string name) =>
        Assert.Equal(name, OutputName.StemOf(provider, id, place, watermarked));

    [Theory]
    [InlineData("CjMT7WdSwWcAAAAAALvB3g", "official-CjMT7WdSwWcAAAAAALvB3g-d2de187f-1")]
    [InlineData("shot.09", "official-shot09-342fe7e0-1")]
    [InlineData("镜头", "official--bec5dd6e-1")]
    public void An_id_that_is_changed_or_has_both_cases_gets_a_hash(string id, string name) =>
        Assert.Equal(name, OutputName.StemOf("official", id, 1, false));

    [Fact]
    public void Ids_that_differ_by_case_or_by_a_dropped_character_have_different_names()
    {
        string[] ids = ["shotA", "shota", "Shota", "sHota", "shot.a", "shot~a", "shot-a", "../shota", "shota/1"];

        var names = ids.Select(static id => OutputName.StemOf("official", id, 1, false));

        Assert.Equal(ids.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a:b/c\\d|e?f*g\"h<i>j\0k\nl")]
    [InlineData("CON")]
    public void No_name_leads_out_of_the_folder(string id)
    {
        var name = OutputName.StemOf("fal", id, 1, false);

        Assert.Matches("^fal-[A-Za-z0-9_-]*-1$", name);
    }

    [Fact]
    public void A_long_id_is_cut() => Assert.Equal(4 + 60 + 9 + 2, OutputName.StemOf("fal", new('a', 128), 1, false).Length);

    [Fact]
    public void A_name_that_is_taken_gets_a_number_up_to_nine() => Assert.Equal(
        ["x-1.mp4", "x-1-2.mp4", "x-1-3.mp4", "x-1-4.mp4", "x-1-5.mp4", "x-1-6.mp4", "x-1-7.mp4", "x-1-8.mp4", "x-1-9.mp4"],
        OutputName.Choices("x-1", "mp4"));
}
