from celery import shared_task


@shared_task
def return_unanswered():
    """Every hour: what nobody answered within five working days goes back to the queue. Run twice it finds nothing."""
    from ambassadors import services

    services.return_unanswered()


@shared_task
def remove_old_contacts():
    """Every night: contact persons whose time is over."""
    from ambassadors import services

    services.remove_old_contacts()
