namespace Swarm.Tests.Architecture.ApiSurface.Samples;

public readonly record struct SampleRecordStruct(string Key);
