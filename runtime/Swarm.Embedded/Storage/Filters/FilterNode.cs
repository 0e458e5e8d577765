namespace Swarm.Embedded.Storage.Filters;

/// <summary>A part of a filter.</summary>
internal abstract record FilterNode
{
    public abstract bool Matches(StoredEntity entity);

    /// <summary>A range of the key that holds all that matches.</summary>
    public abstract KeyRange Range(string keyName);

    internal sealed record And(FilterNode Left, FilterNode Right) : FilterNode
    {
        public override bool Matches(StoredEntity entity) => Left.Matches(entity) && Right.Matches(entity);

        public override KeyRange Range(string keyName) => Left.Range(keyName).And(Right.Range(keyName));
    }

    internal sealed record Or(FilterNode Left, FilterNode Right) : FilterNode
    {
        public override bool Matches(StoredEntity entity) => Left.Matches(entity) || Right.Matches(entity);

        public override KeyRange Range(string keyName) => Left.Range(keyName).Or(Right.Range(keyName));
    }

    internal sealed record Not(FilterNode Operand) : FilterNode
    {
        public override bool Matches(StoredEntity entity) => !Operand.Matches(entity);

        public override KeyRange Range(string keyName) => KeyRange.All;
    }

    internal sealed record Comparison(string Property, ComparisonOperator Operator, object Value) : FilterNode
    {
        /// <summary>An entity without the property, or with one of another type, does not match.</summary>
        public override bool Matches(StoredEntity entity) =>
            ValueIn(entity) is { } actual && EntityValues.Compare(actual, Value) is { } order && Operator switch
            {
                ComparisonOperator.Equal => order == 0,
                ComparisonOperator.NotEqual => order != 0,
                ComparisonOperator.Greater => order > 0,
                ComparisonOperator.GreaterOrEqual => order >= 0,
                ComparisonOperator.Less => order < 0,
                _ => order <= 0,
            };

        public override KeyRange Range(string keyName) =>
            Property == keyName && Value is string key ? KeyRange.Of(Operator, key) : KeyRange.All;

        private object? ValueIn(StoredEntity entity) => Property switch
        {
            nameof(StoredEntity.PartitionKey) => entity.PartitionKey,
            nameof(StoredEntity.RowKey) => entity.RowKey,
            nameof(StoredEntity.Timestamp) => entity.Timestamp,
            _ => entity.Properties.GetValueOrDefault(Property),
        };
    }
}
