// These tests start whole systems and measure patience in seconds: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
