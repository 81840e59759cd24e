/// What a pinyin input method makes of Latin letters: it takes them for syllables, or for the first letters of
/// syllables, and puts a character for each. `DELE` becomes 得了, `ls` 老师.
enum Pinyin {
  /// - Parameter text: characters, with such letters between them as came through.
  /// - Returns: the first of the words that its syllables spell; nil when none does.
  static func word(_ text: some StringProtocol, among words: [String]) -> String? {
    let signs = Array(text)
    guard (1...8).contains(signs.count), signs.contains(where: { !$0.isASCII }),
      signs.allSatisfy({ $0.isASCII || syllables[$0] != nil })
    else { return nil }
    return words.first { spells($0.lowercased()[...], signs[...]) }
  }

  private static func spells(_ word: Substring, _ signs: ArraySlice<Character>) -> Bool {
    guard let sign = signs.first else { return word.isEmpty }
    if sign.isASCII { return word.first == sign.lowercased().first && spells(word.dropFirst(), signs.dropFirst()) }
    return (syllables[sign] ?? []).contains { syllable in
      // A syllable may have been typed whole or by its beginning.
      (1...syllable.count).reversed().contains { length in
        word.hasPrefix(syllable.prefix(length)) && spells(word.dropFirst(length), signs.dropFirst())
      }
    }
  }

  /// Characters that input methods offer first, under each of their readings.
  private static let syllables: [Character: [String]] = {
    var table: [Character: [String]] = [:]
    for row in rows.split(separator: "\n") {
      let words = row.split(separator: " ")
      for sign in words[1] { table[sign, default: []].append(String(words[0])) }
    }
    return table
  }()

  private static let rows = """
    a 啊阿呵
    ai 爱哎
    an 安按
    ba 吧把八爸
    bei 被北
    ben 本
    bi 比必
    bu 不部
    ca 擦嚓
    cai 才菜
    ce 测策侧
    cha 查茶差
    chu 出处
    ci 次此
    cong 从
    da 大打达答
    dai 带代
    dao 到道
    de 的得德地
    dei 得
    di 第地低底
    dian 点电
    dou 都
    du 读度
    e 饿额恶
    ei 诶
    en 嗯恩
    er 而二儿
    fa 发法
    fen 分
    ge 个格
    gei 给
    guo 过国
    ha 哈
    hai 还
    hao 好号
    he 和河喝何合核
    hei 黑嘿
    hen 很
    hui 会回
    ji 几机
    jiu 就
    ka 卡
    ke 可课
    kan 看
    la 啦拉
    lai 来
    lao 老
    le 了乐勒
    lei 类
    li 里李力利立理例离
    ling 令另零
    lo 咯
    luo 咯罗落
    ma 吗妈马嘛
    mai 买卖麦埋
    man 慢
    mao 猫
    me 么
    mei 没每
    men 们门
    min 民
    na 那拿哪
    nai 奶
    ne 呢
    ni 你
    no 喏
    nuo 喏诺
    o 哦噢
    ou 哦欧
    pa 怕爬帕
    pai 派
    pei 陪配
    pian 片
    pin 品
    qi 起其期
    qu 去取
    ran 然
    re 热
    ren 人任认
    ri 日
    ru 如入
    sa 撒
    se 色
    shang 上
    shi 是时事师市
    shuo 说
    si 四斯死思司
    su 速苏
    ta 他她它塔踏
    tai 太台
    tao 套
    te 特
    tei 忒
    ti 题提
    tian 天
    ting 听
    tong 同
    tou 头
    tu 图
    xia 下
    ya 呀
    ye 也
    yi 一以
    """
}
