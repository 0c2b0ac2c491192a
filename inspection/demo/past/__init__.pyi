from .past_controls import replay_past as replay_past
