using KlingMcp.Lookups;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>Where the last ids were found.</summary>
public class FoundPlacesTests
{
    private readonly FoundPlaces places = new();

    [Fact]
    public void An_id_is_known_at_the_provider_where_it_was_found_and_under_its_last_kind()
    {
        places.Remember("official", "1", "videos/text2video");
        places.Remember("official", "1", "videos/image2video");
        places.Remember("goapi", "2", null);

        Assert.Equal((true, "videos/image2video"), (places.Has("official", "1"), places.KindOf("official", "1")));
        Assert.Equal((true, null), (places.Has("goapi", "2"), places.KindOf("goapi", "2")));
        Assert.Equal((false, null), (places.Has("goapi", "1"), places.KindOf("goapi", "1")));
    }

    [Fact]
    public void A_thousand_ids_are_kept_and_of_more_the_oldest_is_forgotten()
    {
        for (var id = 1; id <= FoundPlaces.Capacity; id++) places.Remember("goapi", $"{id}", null);
        Assert.True(places.Has("goapi", "1"));

        places.Remember("goapi", "one more", null);

        Assert.Equal((false, true, true), (places.Has("goapi", "1"), places.Has("goapi", "2"), places.Has("goapi", "one more")));
    }
}
