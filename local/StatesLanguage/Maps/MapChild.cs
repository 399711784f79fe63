namespace StatesLanguage.Maps;

/// <summary>The work of one child execution of a map run.</summary>
/// <param name="Index">The place of the child among the children.</param>
/// <param name="Items">The number of items that the child takes.</param>
/// <param name="Input">The input with which the child starts.</param>
internal sealed record MapChild(int Index, int Items, Json Input);

/// <summary>An item as a reader gives it, with the S3 URI it comes from.</summary>
internal readonly record struct ReadItem(Json Value, string Source);
