from exchange.audit.models import Event


def state_before(row, undo, flow):
    """The state from which the step was taken that led to the present one, as its event has kept it.

    Steps that undo are not looked at: from a state that came back one goes on backwards, not to and fro.
    """
    leading = [name for name, step in flow.steps.items() if step.target == row.state and name != undo]
    for event in Event.objects.about(row).filter(verb__in=leading)[:1]:
        return event.changes["state"][0]
    return flow.steps[undo].target
