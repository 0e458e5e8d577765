using System.Runtime.CompilerServices;

namespace Swarm.Durable;

/// <summary>Makes lists that are read page by page.</summary>
public static class Pageable
{
    /// <summary>Makes a list of a function that reads a page.</summary>
    /// <typeparam name="T">The type of its items.</typeparam>
    /// <param name="pageFunc">Reads the page at a continuation token.</param>
    public static AsyncPageable<T> Create<T>(Func<string?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new Delegated<T>((token, _, cancellation) => pageFunc(token, cancellation));
    }

    /// <summary>Makes a list of a function that reads a page of a wanted size.</summary>
    /// <typeparam name="T">The type of its items.</typeparam>
    /// <param name="pageFunc">Reads the page at a continuation token.</param>
    public static AsyncPageable<T> Create<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(pageFunc);
        return new Delegated<T>(pageFunc);
    }

    private sealed class Delegated<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> pageFunc)
        : AsyncPageable<T>
        where T : notnull
    {
        public override IAsyncEnumerable<Page<T>> AsPages(
            string? continuationToken = null, int? pageSizeHint = null) =>
            ReadPagesAsync(continuationToken, pageSizeHint, default);

        private async IAsyncEnumerable<Page<T>> ReadPagesAsync(
            string? token, int? sizeHint, [EnumeratorCancellation] CancellationToken cancellation)
        {
            do
            {
                Page<T> page = await pageFunc(token, sizeHint, cancellation);
                yield return page;
                token = page.ContinuationToken;
            }
            while (token is not null);
        }
    }
}
