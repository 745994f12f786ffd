using System.Diagnostics.CodeAnalysis;

namespace KlingMcp.Domain;

/// <summary>A value, or the fault that explains why there is none.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
internal sealed class Result<T>
    where T : class
{
    private Result(T? value, Fault? fault) => (Value, Fault) = (value, fault);

    /// <summary><see langword="null"/> if and only if there is a <see cref="Fault"/>.</summary>
    public T? Value { get; }

    /// <summary><see langword="null"/> if and only if there is a <see cref="Value"/>.</summary>
    public Fault? Fault { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsSuccess => Value is not null;

    public void Deconstruct(out T? value, out Fault? fault) => (value, fault) = (Value, Fault);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Fault fault) => new(null, fault);
}
