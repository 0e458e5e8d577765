// The switch between the two hosts: the one file that names the packages of Microsoft and, in their place, our mirror
// of
// them. Everything else in this project compiles against either.
// Which of the namespaces is used differs from one state of the code to the next.
#pragma warning disable IDE0005
#if SWARM_AZURE
global using Azure.Data.Tables;
global using Microsoft.Azure.Functions.Worker;
global using Microsoft.Azure.Functions.Worker.Builder;
global using Microsoft.Azure.Functions.Worker.Middleware;
global using Microsoft.DurableTask;
global using Microsoft.DurableTask.Client;
#else
global using Swarm.Durable;
global using Swarm.Durable.Client;
global using Swarm.Embedded.Hosting;
global using Swarm.Embedded.Tables;
global using Swarm.Embedded.Worker;
global using Swarm.Embedded.Worker.Builder;
global using Swarm.Embedded.Worker.Middleware;
#endif
