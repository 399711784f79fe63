namespace Workflow.Reference;

public enum ReferenceFormat
{
    /// <summary>A header line with the columns' names, in any order.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    JsonLines,
}
