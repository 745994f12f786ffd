using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace KlingMcp.Tests.Support;

/// <summary>Which methods a method calls, read from its compiled code, for tests of the architecture.</summary>
internal static class CalledMethods
{
    private static readonly Dictionary<int, OpCode> ByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => (int)(ushort)code.Value);

    public static IEnumerable<MethodBase> Of(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[]? typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var isLong = code[at] == 0xFE;
            var operation = ByValue[isLong ? 0xFE00 | code[at + 1] : code[at]];
            at += isLong ? 2 : 1;
            if (operation.OperandType is OperandType.InlineMethod)
            {
                var token = BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
                if (method.Module.ResolveMethod(token, typeArguments, methodArguments) is { } called) yield return called;
            }

            at += OperandSize(operation.OperandType, code.AsSpan(at));
        }
    }

    private static int OperandSize(OperandType type, ReadOnlySpan<byte> operand) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(operand),
        _ => 4,
    };
}
