# Runs the program on one machine: ./run.ps1 stores --stores 20. It builds first where a source is newer than the build.
# Elsewhere: run, which does the same.
$root = $PSScriptRoot
$program = Join-Path $root 'local/bin/Debug/net10.0/Local.dll'

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
  [Console]::Error.WriteLine("run: 'dotnet' was not found. Install the .NET 10 SDK (https://dotnet.microsoft.com/download) and try again.")
  exit 1
}
$isBuilt = Test-Path $program
if ($isBuilt) {
  $built = (Get-Item $program).LastWriteTimeUtc
  $sources = 'local', 'functions', 'statemachine', 'apps' | ForEach-Object { Join-Path $root $_ }
  $changed = @(Get-ChildItem (Join-Path $root 'Directory.*')) + @(Get-ChildItem $sources -Recurse -File) |
    Where-Object { $_.LastWriteTimeUtc -gt $built -and $_.FullName -notmatch '[\\/](bin|obj|node_modules)[\\/]' } |
    Select-Object -First 1
}
if (-not $isBuilt -or $changed) {
  # The output is the program's alone: it may be JSON.
  dotnet build (Join-Path $root 'local') --nologo -clp:ErrorsOnly | ForEach-Object { [Console]::Error.WriteLine($_) }
  if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
  (Get-Item $program).LastWriteTimeUtc = [DateTime]::UtcNow
}
dotnet $program @args
exit $LASTEXITCODE
