# Restores, builds and tests everything that this machine's NuGet sources allow, as ./test does. Arguments go to 'dotnet test'.
Set-Location $PSScriptRoot
$all = 'StreamingAnalytics.slnx'
$portable = 'Portable.slnf'

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Write-Host "test: 'dotnet' was not found. Install the .NET 10 SDK (https://dotnet.microsoft.com/download) and try again."
    exit 1
}
dotnet --version *> $null
if ($LASTEXITCODE -ne 0) {
    Write-Host 'test: No SDK here fits global.json. Install the .NET 10 SDK (https://dotnet.microsoft.com/download) and try again.'
    exit 1
}

if ((Get-Item .).PSDrive.Free -lt 3GB) {
    Write-Host 'test: Less than 3 GB are free on this disk, and packages and build take that much. Free some and try again.'
    exit 1
}

# NuGet's own sentences, each once; without one, the end of what it printed.
function Get-Sentences($log, $pattern) {
    $log | ForEach-Object { if ("$_" -match '(?:error|warning) ((?:NU|MSB|NETSDK)\d+: .*?)(?: \[[^\]]*\])?$') { $Matches[1] } } |
        Where-Object { $_ -match $pattern } | Sort-Object -Unique | ForEach-Object { "  $_" }
}

function Write-Sentences($log, $pattern) {
    $said = Get-Sentences $log $pattern
    if (-not $said) { $said = $log | Select-Object -Last 5 | ForEach-Object { "  $_" } }
    Write-Host ($said -join "`n")
}

function Get-Projects($file) {
    [regex]::Matches((Get-Content $file -Raw), '[^"]+\.csproj') | ForEach-Object { $_.Value }
}

$solution = $all
Write-Host "Restoring $all ..."
$log = dotnet restore $all -tl:off 2>&1
if ($LASTEXITCODE -ne 0) {
    Write-Host "This machine's NuGet sources do not give all that the whole solution needs:"
    Write-Sentences $log '^(?!NU1603:)'
    Write-Host 'Left out, because it needs that:'
    $kept = Get-Projects $portable
    Get-Projects $all | Where-Object { $_ -notin $kept } | Sort-Object | ForEach-Object { Write-Host "  $_" }
    Write-Host "Testing the rest ($portable)."
    $solution = $portable
    $log = dotnet restore $portable -tl:off 2>&1
    if ($LASTEXITCODE -ne 0) {
        Write-Host "test: $portable does not restore either. Mend the NuGet source or the network, and try again:"
        Write-Sentences $log '.'
        exit 1
    }
}
$substitutes = Get-Sentences $log '^NU1603:'
if ($substitutes) {
    Write-Host 'Other versions stand in for those that were asked for:'
    Write-Host ($substitutes -join "`n")
}

Write-Host "Building $solution ..."
dotnet build $solution --no-restore --nologo '-clp:ErrorsOnly'
if ($LASTEXITCODE -ne 0) { exit 1 }
dotnet test --solution $solution --no-build @args
if ($LASTEXITCODE -ne 0) { exit 1 }
