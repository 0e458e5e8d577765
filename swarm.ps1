# Windows' way in: the same verbs as the script `swarm`, which remains the reference.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$verb = if ($args.Count -gt 0) { $args[0] } else { 'help' }
$rest = @($args | Select-Object -Skip 1)

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Write-Error 'The .NET 10 SDK is not installed; get it from https://dot.net/download and run this again.'
    exit 3
}

$env:NO_PROXY = (@('127.0.0.1', 'localhost', '::1') + @($env:NO_PROXY | Where-Object { $_ })) -join ','
$env:DOTNET_NOLOGO = '1'
$env:MSBUILDDISABLENODEREUSE = '1'

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Invoke-Tests([string[]] $projects) {
    $results = Join-Path $root 'artifacts/test-results'
    Remove-Item -Recurse -Force $results -ErrorAction SilentlyContinue
    Invoke-Dotnet build (Join-Path $root 'Swarm.sln') -v quiet -nologo
    $passed = 0; $failed = 0; $skipped = 0
    foreach ($project in Get-ChildItem (Join-Path $root 'tests/*/*.csproj')) {
        $name = $project.Directory.Name
        if ($projects.Count -gt 0 -and $name -notin $projects) { continue }
        & dotnet test $project.FullName --no-build --nologo -v quiet --results-directory $results `
            --logger "trx;LogFileName=$name.trx"
        $died = $LASTEXITCODE -ne 0
        $file = Join-Path $results "$name.trx"
        if (-not (Test-Path $file)) { $failed++; continue }
        $counters = ([xml](Get-Content $file)).TestRun.ResultSummary.Counters
        $bad = [int]$counters.failed
        if ($died -and $bad -eq 0) { $bad = 1 }
        $passed += [int]$counters.passed; $failed += $bad
        $skipped += [int]$counters.total - [int]$counters.executed
    }
    $tail = if ($skipped -gt 0) { ", $skipped skipped" } else { '' }
    Write-Output "$passed passed, $failed failed$tail"
    exit [int]($failed -gt 0)
}

switch ($verb) {
    'build' { Invoke-Dotnet build (Join-Path $root 'Swarm.sln') -v quiet -nologo }
    'test' { Invoke-Tests $rest }
    'soak' { $env:SWARM_SOAK = '1'; Invoke-Tests $rest }
    'sim' { Invoke-Dotnet run --project (Join-Path $root 'bench/Simulator') -c Release -- @rest }
    'bench' {
        $bench = @($rest | Where-Object { $_ -notin 'engine', 'allocation', 'distribution', 'queues', 'agent' })
        $project = switch ($rest | Select-Object -First 1) {
            'allocation' { 'bench/Allocation' }
            'distribution' { 'bench/Distribution' }
            'queues' { 'bench/Queues' }
            'agent' { 'bench/Agent' }
            default { 'bench/Engine' }
        }
        Invoke-Dotnet run --project (Join-Path $root $project) -c Release -- @bench
    }
    'fmt' { Invoke-Dotnet format whitespace (Join-Path $root 'Swarm.sln') @rest }
    default {
        # An incremental build takes the place of the hash that the POSIX script keeps.
        Invoke-Dotnet build (Join-Path $root 'Swarm.Product.slnf') -c Release -v quiet -nologo -p:RunAnalyzers=false
        $forwarded = if ($verb -eq 'help') { @('--help') } else { @($args) }
        & dotnet (Join-Path $root 'artifacts/embedded/bin/Swarm.Cli/release/swarm-cli.dll') @forwarded
        exit $LASTEXITCODE
    }
}
