using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Swarm.Tests.Architecture.Orchestrations;

/// <summary>Reads which members the compiled code of an assembly touches.</summary>
internal static class MethodBodies
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF);

    private static readonly string[] LambdaCaches = ["<>c", "<>O"];

    /// <summary>Every use of a member by the types that are asked for, those nested in them included.</summary>
    public static List<MemberUse> Uses(string assembly, Func<string, bool> isWanted)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var uses = new List<MemberUse>();
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => isWanted(NameOf(metadata, type))))
        {
            foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition)
                .Where(method => method.RelativeVirtualAddress != 0))
            {
                var user = $"{NameOf(metadata, type)}.{metadata.GetString(method.Name)}";
                var body = file.GetMethodBody(method.RelativeVirtualAddress).GetILReader();
                uses.AddRange(from use in Tokens(body)
                              let used = Resolve(metadata, use.Token)
                              where used is not null
                              select new MemberUse(user, use.Code, used.Value.Type, used.Value.Member));
            }
        }

        return uses;
    }

    /// <summary>
    /// Static fields that can change after they were set, but for those the compiler keeps its lambdas in.
    /// </summary>
    public static List<string> MutableStatics(string assembly, Func<string, bool> isWanted)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
               where isWanted(NameOf(metadata, type)) && !LambdaCaches.Contains(metadata.GetString(type.Name))
               from field in type.GetFields().Select(metadata.GetFieldDefinition)
               where field.Attributes.HasFlag(FieldAttributes.Static)
                   && !field.Attributes.HasFlag(FieldAttributes.InitOnly)
                   && !field.Attributes.HasFlag(FieldAttributes.Literal)
               select $"{NameOf(metadata, type)}.{metadata.GetString(field.Name)}",
        ];
    }

    private static List<(OpCode Code, int Token)> Tokens(BlobReader body)
    {
        var found = new List<(OpCode, int)>();
        while (body.RemainingBytes > 0)
        {
            int value = body.ReadByte();
            var code = OpCodesByValue[value == 0xFE ? 0xFE00 | body.ReadByte() : value];
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok
                    or OperandType.InlineType:
                    found.Add((code, body.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var branches = body.ReadInt32();
                    body.Offset += 4 * branches;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    body.Offset += 8;
                    break;
                case OperandType.InlineVar:
                    body.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    body.Offset += 1;
                    break;
                case OperandType.InlineNone:
                    break;
                default:
                    body.Offset += 4;
                    break;
            }
        }

        return found;
    }

    private static (string Type, string Member)? Resolve(MetadataReader metadata, int token)
    {
        var handle = MetadataTokens.EntityHandle(token);
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                return Resolve(metadata, MetadataTokens.GetToken(
                    metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method));
            case HandleKind.MemberReference:
                var reference = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return (TypeName(metadata, reference.Parent), metadata.GetString(reference.Name));
            case HandleKind.MethodDefinition:
                var method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return (TypeName(metadata, method.GetDeclaringType()), metadata.GetString(method.Name));
            case HandleKind.FieldDefinition:
                var field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                return (TypeName(metadata, field.GetDeclaringType()), metadata.GetString(field.Name));
            default:
                return null;
        }
    }

    private static string TypeName(MetadataReader metadata, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeReference:
                var reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
                var scope = reference.ResolutionScope.Kind == HandleKind.TypeReference
                    ? TypeName(metadata, reference.ResolutionScope) + "+"
                    : metadata.GetString(reference.Namespace) + ".";
                return scope + metadata.GetString(reference.Name);
            case HandleKind.TypeDefinition:
                return NameOf(metadata, metadata.GetTypeDefinition((TypeDefinitionHandle)handle));
            case HandleKind.TypeSpecification:
                var blob = metadata.GetBlobReader(
                    metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                // Only generic instances of classes and structs matter: the type that is made generic follows.
                return blob.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance
                    && blob.ReadByte() is 0x11 or 0x12
                    ? TypeName(metadata, blob.ReadTypeHandle())
                    : "";
            default:
                return "";
        }
    }

    private static string NameOf(MetadataReader metadata, TypeDefinition type) => type.IsNested
        ? $"{NameOf(metadata, metadata.GetTypeDefinition(type.GetDeclaringType()))}+{metadata.GetString(type.Name)}"
        : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
}
