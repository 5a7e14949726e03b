using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
namespace Srum.Text;
/// <summary>TEMP</summary>
public sealed class Tokenizer
{
    private readonly Dictionary<string,int> vocab; private readonly Dictionary<(string,string),int> ranks=[]; private readonly Dictionary<int,string> back; private readonly Dictionary<string,int[]> cache=[];
    private readonly Dictionary<char,byte> bytes=[]; private readonly char[] symbols=new char[256];
    /// <summary>TEMP</summary>
    public int StartId {get;} 
    /// <summary>TEMP</summary>
    public int EndId {get;}
    /// <summary>TEMP</summary>
    public int VisionStartId {get;}
    /// <summary>TEMP</summary>
    public int VisionEndId {get;}
    private Tokenizer(string folder)
    {
        vocab=JsonSerializer.Deserialize<Dictionary<string,int>>(File.ReadAllText(Path.Combine(folder,"vocab.json")))!;
        foreach (var l in File.ReadLines(Path.Combine(folder,"merges.txt")).Where(l=>!l.StartsWith("#version",StringComparison.Ordinal)&&l.Length>0)) { var p=l.Split(' '); ranks[(p[0],p[1])]=ranks.Count; }
        var doc=JsonDocument.Parse(File.ReadAllText(Path.Combine(folder,"tokenizer_config.json")));
        foreach (var e in doc.RootElement.GetProperty("added_tokens_decoder").EnumerateObject()) vocab[e.Value.GetProperty("content").GetString()!]=int.Parse(e.Name);
        back=vocab.ToDictionary(e=>e.Value,e=>e.Key);
        int n=0; for(int b=0;b<256;b++){ bool pr=b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF); symbols[b]=pr?(char)b:(char)(256+n++); bytes[symbols[b]]=(byte)b; }
        StartId=vocab["<|im_start|>"]; EndId=vocab["<|im_end|>"]; VisionStartId=vocab["<|vision_start|>"]; VisionEndId=vocab["<|vision_end|>"];
    }
    /// <summary>TEMP</summary>
    public static Tokenizer Open(string folder)=>new(folder);
    /// <summary>TEMP</summary>
    public IReadOnlyList<int> Encode(string text)
    {
        var r=new List<int>();
        foreach (Match m in Regex.Matches(text, @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"))
        {
            if(!cache.TryGetValue(m.Value,out var ids)){ var ps=Encoding.UTF8.GetBytes(m.Value).Select(b=>symbols[b].ToString()).ToList();
              while(ps.Count>1){ int best=int.MaxValue,at=-1; for(int i=0;i+1<ps.Count;i++) if(ranks.TryGetValue((ps[i],ps[i+1]),out var k)&&k<best){best=k;at=i;} if(at<0)break; ps[at]+=ps[at+1]; ps.RemoveAt(at+1);} 
              ids=ps.Select(p=>vocab[p]).ToArray(); cache[m.Value]=ids; }
            r.AddRange(ids);
        }
        return r;
    }
    /// <summary>TEMP</summary>
    public string Decode(IReadOnlyList<int> ids)=>Encoding.UTF8.GetString(ids.SelectMany(i=>back.TryGetValue(i,out var t)?(t.StartsWith("<|",StringComparison.Ordinal)?Encoding.UTF8.GetBytes(t):t.Select(c=>bytes[c])):[]).ToArray());
}
