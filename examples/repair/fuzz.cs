#:property PublishAot=false
#:property UseSharedCompilation=false
#:property RunAnalyzers=false
// `dotnet run fuzz.cs` gives the parser texts that nobody would write. It may refuse them, or say that they cannot be
// computed; anything else that it throws is told, with the text. The texts are the same each time.

const int Texts = 500_000;
const string Letters = "0123456789+-*/() .x";

var random = new Random(20261121);
var (refused, crashed) = (0, 0);
for (var i = 0; i < Texts; i++)
{
    var text = string.Create(random.Next(1, 25), random, (letters, from) =>
    {
        for (var place = 0; place < letters.Length; place++)
        {
            letters[place] = Letters[from.Next(Letters.Length)];
        }
    });
    try
    {
        Parser.Evaluate(text);
    }
    catch (Exception e) when (e is FormatException or DivideByZeroException or OverflowException)
    {
        refused++;
    }
    catch (Exception e)
    {
        Console.WriteLine($"fuzz: '{text}': {e.GetType().Name}");
        crashed++;
    }
}

Console.WriteLine($"fuzz: {Texts} texts, {refused} refused, {crashed} crashes");
return crashed == 0 ? 0 : 1;
