namespace StatesLanguage.Maps;

/// <summary>The work of one child execution of a map run.</summary>
/// <param name="Index">Its place among the children.</param>
/// <param name="Items">How many items it takes.</param>
/// <param name="Input">What it starts with.</param>
internal sealed record MapChild(int Index, int Items, Json Input);

/// <summary>An item as a reader gives it, with the S3 URI it comes from.</summary>
internal readonly record struct ReadItem(Json Value, string Source);
