namespace StatesLanguage.Payloads;

/// <summary>The values that the templates of one visit of a state can use besides the data from which they are filled in.</summary>
internal interface IEvaluationScope
{
    /// <summary>Clock, randomness and JSONata.</summary>
    Host Host { get; }

    Variables Variables { get; }

    /// <summary>Signals that nobody needs the value any more.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>The value of <c>$$</c> and <c>$states.context</c>.</summary>
    /// <param name="item">The item under <c>Map</c>; null for that of the iteration around the state, if any.</param>
    JsonObject Context(MapItem? item);
}
