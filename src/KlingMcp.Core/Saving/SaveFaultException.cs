using KlingMcp.Domain;

namespace KlingMcp.Saving;

/// <summary>A file cannot be saved. The fault becomes the answer.</summary>
internal sealed class SaveFaultException(Fault fault) : Exception(fault.Message)
{
    public Fault Fault { get; } = fault;
}
