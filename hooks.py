def post_init_hook(env):
    """Have the figures computed in the background as soon as the module is there.

    A large company takes minutes: nobody should wait for them during installation.
    """
    env.ref("crm_reactivation.ir_cron_refresh")._trigger()
