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

function Invoke-Tests([string[]] $projects, [string] $filter) {
    $results = Join-Path $root 'artifacts/test-results'
    Remove-Item -Recurse -Force $results -ErrorAction SilentlyContinue
    Invoke-Dotnet build (Join-Path $root 'Swarm.sln') -v quiet -nologo
    $passed = 0; $failed = 0; $skipped = 0
    foreach ($project in Get-ChildItem (Join-Path $root 'tests/*/*.csproj')) {
        $name = $project.Directory.Name
        if ($projects.Count -gt 0 -and $name -notin $projects) { continue }
        & dotnet test $project.FullName --no-build --nologo -v quiet --results-directory $results `
            --logger "trx;LogFileName=$name.trx" @(if ($filter) { '--filter'; $filter })
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

function Invoke-Bench([string] $project, [string[]] $options) {
    Invoke-Dotnet run --project (Join-Path $root $project) -c Release -p:RunAnalyzers=false -- @options
}

function Publish-Agent([string] $rid) {
    if (-not $rid) { $rid = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier }
    $out = Join-Path $root "artifacts/agent/$rid"
    Invoke-Dotnet publish (Join-Path $root 'worker-agent/Swarm.WorkerAgent.csproj') -c Release -r $rid `
        --self-contained -p:PublishSingleFile=true -p:PublishTrimmed=true -p:PublishReadyToRun=true `
        -p:DebugType=none -p:RunAnalyzers=false -p:PublishDocumentationFiles=false `
        -p:PublishReferencesDocumentationFiles=false -o $out -v quiet -nologo
    Write-Output "It lies in $out."
}

switch ($verb) {
    'build' { Invoke-Dotnet build (Join-Path $root 'Swarm.sln') -v quiet -nologo }
    'test' { Invoke-Tests $rest }
    'soak' {
        # The figures go to docs/figures.md from the POSIX script alone.
        $env:SWARM_SOAK = '1'
        switch ("$($rest | Select-Object -First 1)") { # As a text: a switch over nothing has no default.
            'distribution' { Invoke-Bench 'bench/Distribution' @('--items', '20000', '--kills', '2') }
            'agent' { Invoke-Tests @('EndToEnd') 'FullyQualifiedName~Faults.FaultTests' }
            default { Invoke-Tests $rest }
        }
    }
    'sim' { Invoke-Bench 'bench/Simulator' $rest }
    'bench' {
        $options = @($rest | Select-Object -Skip 1)
        switch ("$($rest | Select-Object -First 1)") {
            '' { Invoke-Bench 'bench/Engine' $options }
            'engine' { Invoke-Bench 'bench/Engine' $options }
            'allocation' { Invoke-Bench 'bench/Allocation' $options }
            'distribution' { Invoke-Bench 'bench/Distribution' $options }
            'queues' { Invoke-Bench 'bench/Queues' $options }
            'graphs' { Invoke-Bench 'bench/Distribution' (@('--measures', 'graphs') + $options) }
            'agent' { Invoke-Bench 'bench/Agent' $options }
            default { Write-Error "There is no benchmark '$_'."; exit 3 }
        }
    }
    'publish-agent' { Publish-Agent ($rest | Select-Object -First 1) }
    'fmt' {
        $how = @($rest | ForEach-Object { if ($_ -eq '--check') { '--verify-no-changes' } else { $_ } })
        Invoke-Dotnet format whitespace (Join-Path $root 'Swarm.sln') @how
    }
    default {
        # An incremental build takes the place of the hash that the POSIX script keeps.
        Invoke-Dotnet build (Join-Path $root 'Swarm.Product.slnf') -c Release -v quiet -nologo -p:RunAnalyzers=false
        $forwarded = if ($verb -eq 'help') { @('--help') } else { @($args) }
        & dotnet (Join-Path $root 'artifacts/embedded/bin/Swarm.Cli/release/swarm-cli.dll') @forwarded
        exit $LASTEXITCODE
    }
}
