namespace Failfast.Local;

/// <summary>
/// Beside <see cref="IGrainFactory"/>: its grains are objects of this process that answer at once, as a fake's do. Messages to them are then
/// sent within the turn's caller, so that what follows from a call is done when the call returns.
/// </summary>
internal interface IInMemoryGrains;
