using System.Reflection;
using System.Reflection.Emit;

namespace Srum.Tests.House;

/// <summary>The types that a type's declarations and its methods' instructions name.</summary>
internal static class UsedTypes
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The types, generic ones open and taken apart.</summary>
    public static IEnumerable<Type> Of(Type type) => Declared(type).SelectMany(Parts).Distinct();

    private static IEnumerable<Type> Declared(Type type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.GetInterfaces(),
        .. type.GetFields(All).Select(field => field.FieldType),
        .. type.GetProperties(All).Select(property => property.PropertyType),
        .. type.GetMethods(All).SelectMany(method => Signature(method).Append(method.ReturnType)),
        .. type.GetConstructors(All).SelectMany(Signature),
    ];

    private static IEnumerable<Type> Signature(MethodBase method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method.GetMethodBody() is { } body
            ? [.. body.LocalVariables.Select(local => local.LocalType), .. Instructed(method, body.GetILAsByteArray()!)]
            : Type.EmptyTypes,
    ];

    private static IEnumerable<Type> Instructed(MethodBase method, byte[] code)
    {
        var typeArguments = method.DeclaringType?.GetGenericArguments();
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var instruction = OpCodesByValue[value];
            at += instruction.Size;
            if (instruction.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, arguments)!;
                foreach (var used in Named(member))
                {
                    yield return used;
                }
            }

            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => [method.DeclaringType!, .. method.GetGenericArguments()],
        _ => [member.DeclaringType!],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsGenericType ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)]
        : [type];
}
