using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using Polly;
using Polly.Retry;
using Srum.Imaging;
using Srum.Judging;
using Srum.Models;

namespace Srum.Endpoints;

/// <summary>
/// A model behind an OpenAI-compatible chat endpoint (vLLM, SGLang, Ollama, hosted ones). It answers several questions
/// at once up to a limit, tries again what fails in passing, and stops where a budget is spent or nothing can succeed.
/// </summary>
public sealed class Endpoint
{
    // So many questions in a row without a reply, each after all its calls: the endpoint is down.
    private const int Silence = 20;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly string file;
    private readonly string? key;
    private readonly IChatClient client;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim places;
    private readonly EndpointBudget budget;
    private readonly ResiliencePipeline retries;
    private volatile bool isStructured;
    private volatile string? ended;
    private volatile string? lastFault;
    private int silent;
    private int foreign;
    private volatile bool answered;

    /// <param name="name">Its name in the file.</param>
    /// <param name="file">The file that names it.</param>
    /// <param name="settings">How it is reached.</param>
    /// <param name="key">Its key; null = it asks for none.</param>
    /// <param name="time">The clock of retries and timeouts.</param>
    /// <param name="transport">Carries requests; null = the network.</param>
    internal Endpoint(
        string name, string file, EndpointSettings settings, string? key, TimeProvider time,
        HttpMessageHandler? transport)
    {
        (Name, this.file, this.key, Settings, this.time) = (name, file, key, settings, time);
        (isStructured, places) = (settings.Structured, new SemaphoreSlim(settings.Concurrency));
        budget = new EndpointBudget(name, file, settings);
        retries = settings.Attempts == 1 ? ResiliencePipeline.Empty : Retries(settings.Attempts - 1, time);
        // A redirection would carry the question to another place than the one that was named.
        var bounded = new BoundedReplies(settings.MaxReplyBytes, key)
        {
            InnerHandler = transport ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false },
        };
        var options = new OpenAIClientOptions
        {
            Endpoint = settings.Address,
            NetworkTimeout = System.Threading.Timeout.InfiniteTimeSpan,
            RetryPolicy = new ClientRetryPolicy(0),
            Transport = new HttpClientPipelineTransport(
                new HttpClient(bounded) { Timeout = System.Threading.Timeout.InfiniteTimeSpan }),
        };
        client = new ChatClient(settings.Model, new ApiKeyCredential(key ?? "none"), options).AsIChatClient();
    }

    /// <summary>Its name in the file of endpoints.</summary>
    public string Name { get; }

    /// <summary>How it is reached.</summary>
    public EndpointSettings Settings { get; }

    /// <summary>Why it is asked nothing more in this command; null = it is.</summary>
    public string? Ended => ended;

    /// <summary>Why the last question without a reply got none; null = every question got one.</summary>
    public string? LastFault => lastFault;

    /// <summary>Asks a question. What fails is told in the reply; only being cancelled is an exception.</summary>
    /// <param name="question">The question, with its pictures.</param>
    /// <param name="temperature">0 = greedy, as far as the endpoint can.</param>
    /// <param name="form">The form of the reply; null = text.</param>
    /// <param name="cancel">Ends it early.</param>
    internal async Task<EndpointReply> Ask(
        Question question, double temperature, ReplyForm? form, CancellationToken cancel)
    {
        await places.WaitAsync(cancel).ConfigureAwait(false);
        var cost = JudgeCost.None;
        try
        {
            var text = await retries.ExecuteAsync(
                async token => await Call(question, temperature, form, more => cost = cost.Plus(more), token)
                    .ConfigureAwait(false), cancel).ConfigureAwait(false);
            (silent, answered) = (0, true);
            return new EndpointReply(BoundedReplies.Masked(text, key), null, Ends: false, cost);
        }
        catch (EndpointFailure failure)
        {
            var fault = BoundedReplies.Masked($"Endpoint '{Name}': {failure.Message}", key);
            // Where nothing was answered yet, all questions may be too long for what is there.
            if (failure.Kind == FailureKind.Ends || (failure.Kind == FailureKind.TooLong && !answered))
            {
                ended ??= fault;
            }
            else if (Interlocked.Increment(ref silent) >= Silence)
            {
                ended ??= $"{fault} It was the {Silence}th question in a row without a reply.";
            }

            // A later command would ask it in vain too: it has no score, where an open question would be asked again.
            if (failure.Kind == FailureKind.TooLong && ended is null)
            {
                return new EndpointReply(ReplyText.Refusal, null, Ends: false, cost);
            }

            var told = ended ?? fault;
            lastFault = told;
            return new EndpointReply(null, told, ended is not null, cost);
        }
        finally
        {
            places.Release();
        }
    }

    private static ResiliencePipeline Retries(int count, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<EndpointFailure>(
                failure => failure.Kind == FailureKind.Passes),
            MaxRetryAttempts = count,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromMinutes(1),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            // Never before the time that the endpoint names; a little after it, not all at once.
            DelayGenerator = tried => ValueTask.FromResult(
                (tried.Outcome.Exception as EndpointFailure)?.Wait * (1 + (0.1 * Random.Shared.NextDouble()))),
        }).Build();

    private async Task<string> Call(
        Question question, double temperature, ReplyForm? form, Action<JudgeCost> spend, CancellationToken cancel)
    {
        var structured = isStructured ? form : null;
        try
        {
            return await Once(question, temperature, structured, spend, cancel).ConfigureAwait(false);
        }
        catch (EndpointFailure failure) when (failure.Kind == FailureKind.Unstructured)
        {
            isStructured = false;
            return await Once(question, temperature, null, spend, cancel).ConfigureAwait(false);
        }
    }

    private async Task<string> Once(
        Question question, double temperature, ReplyForm? form, Action<JudgeCost> spend, CancellationToken cancel)
    {
        if (ended is { } why)
        {
            throw new EndpointFailure(why, FailureKind.Ends);
        }

        budget.TakeCall();
        spend(JudgeCost.None with { Calls = 1 });
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(Settings.Timeout), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            var response = await client.GetResponseAsync(
                Messages(question, form), Options(question, temperature, form), either.Token).ConfigureAwait(false);
            var usage = response.Usage;
            var (input, output) = (usage?.InputTokenCount, usage?.OutputTokenCount);
            budget.Spend(output is null ? null : (input ?? 0) + output);
            spend(new JudgeCost(0, input ?? 0, output ?? 0, output is null ? 1 : 0));
            CheckModel(response.ModelId);
            return ReplyText.Of(response);
        }
        catch (ClientResultException refused) when (CallFailure.IsRefusal(refused))
        {
            return ReplyText.Refusal;
        }
        catch (Exception failure) when (failure is not EndpointFailure)
        {
            cancel.ThrowIfCancellationRequested();
            throw late.IsCancellationRequested
                ? new EndpointFailure($"No whole reply came within {Settings.Timeout} seconds.", FailureKind.Passes)
                : CallFailure.Of(failure, form is not null, LongestWait, time, file, key);
        }
    }

    // Once, another model may have stood in; twice in a row, it is the one that is there.
    private void CheckModel(string? by)
    {
        if (by is not { Length: > 0 } || ReplyText.IsSame(by, Settings.Model))
        {
            foreign = 0;
            return;
        }

        throw new EndpointFailure(
            $"The reply is of the model '{ReplyText.Start(by)}', and '{Settings.Model}' was asked: name the one that "
            + "is meant.",
            Interlocked.Increment(ref foreign) < 2 ? FailureKind.Passes : FailureKind.Ends);
    }

    private ChatOptions Options(Question question, double temperature, ReplyForm? form) => new()
    {
        MaxOutputTokens = Settings.MaxReplyTokens,
        Temperature = Settings.Sampling ? (float)temperature : null,
        Seed = Settings.Sampling ? question.Seed & int.MaxValue : null,
        ResponseFormat = form?.Format,
        AdditionalProperties = form is null ? null : new() { ["strict"] = true },
    };

    private static IEnumerable<Microsoft.Extensions.AI.ChatMessage> Messages(Question question, ReplyForm? form)
    {
        if (question.System is { } system)
        {
            yield return new(ChatRole.System, system);
        }

        yield return new(
            ChatRole.User,
            [
                .. question.Pictures.Select(
                    picture => (AIContent)new DataContent(PictureFile.EncodePng(picture), "image/png")),
                new TextContent(form is null ? question.Text : question.Text + ReplyForm.Hint),
            ]);
    }
}
