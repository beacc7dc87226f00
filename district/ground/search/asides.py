"""Words of a question that ask for nothing by themselves, in both languages."""

WORDS = """
的 了 吗 呢 吧 啊 呀 么 嘛 和 与 及 或 在 是 有 没 没有 有没有 能 能不能 可以 可不可以 会 要 想 想要 需要 应该
请 请问 一下 我 我们 你 你们 他 咱们 本人 自己 这 这个 那 那个 哪 哪个 哪些 哪里 哪儿 什么 啥 怎么 怎么样 怎么办
怎样 如何 为什么 多少 几 个 些 家 位 种 到 去 来 给 把 被 对 从 今天 昨天 明天 就 都 也 还 又 再 才 刚 已经 还是
如果 因为 所以 但是 而且 的话 时候 现在 今年 去年 一 两 三 关于 有关 相关 方面 问题 情况 知道 告诉 帮 帮忙 办 弄
搞 拿 做 行 行不行 是不是 好 之 其 于 等 上 下 里 中 年 月 日 号 天 人 钱 元 块 万 区里 谁 去哪 领 领取 拿到
得到 a an the of for to in on at my i we is are do does can how what where which when who and or with get need
want please me you your there any some about
"""
ASIDES = frozenset(WORDS.split())
