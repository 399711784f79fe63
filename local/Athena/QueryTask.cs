using Lake.Athena;

namespace Local.Athena;

/// <summary>A query for a process of <see cref="QueryWorker"/>.</summary>
/// <param name="DataFolder">The data folder.</param>
/// <param name="TemporaryFolder">Where the process puts what it has not finished; removed when the process is ended by force.</param>
/// <param name="ScanLimits">As <see cref="AthenaOptions.ScanLimits"/>.</param>
/// <param name="Query">The query as it was submitted.</param>
internal sealed record QueryTask(string DataFolder, string TemporaryFolder, Dictionary<string, long> ScanLimits, QueryExecution Query);
