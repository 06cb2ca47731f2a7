from celery import shared_task


@shared_task
def remove_old_contacts():
    """Every night: contacts of people who registered for a forum, when their time is over."""
    from forums import services

    services.remove_old_contacts()


@shared_task
def forget_imports():
    """Every night: what was read of lists, when nobody decided or it can no longer be taken back."""
    from forums import services

    services.forget_imports()
