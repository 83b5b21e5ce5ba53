import type { Language } from './language.ts';

/** No blanks part the words: what follows decides whether 登录 is the verb of an instruction. */
const notVerb = '(?!名|活动|日志|时|后|次数|页面|风险|的|方式|尝试|事件|选项|会话|凭据|方法|信息|状态|失败|”)';

export const chinese: Language = {
  asks: {
    'sign-out': /(?:^|[，；：。]|然后|请|并)(?:请|然后)?(?:从[^，。]{1,20})?(?:注销|登出|退出登录)(?!时|后|的)/,
    'sign-in-as': new RegExp(
      `(?:^|[，；：。]|然后|现在|请|并|再)\\**(?:请|然后|再次|重新)*(?:以[^，。]{1,30}|使用[^，。“”]{1,40}(?:账户|帐户|账号|身份|凭据|用户)|作为[^，。]{1,40}|在[^，。]{1,20}(?:中|上|里|窗口|会话|浏览器))?(?:登录|登入)(?!，你也?可以|[^，。]{0,20}时)${notVerb}`,
    ),
    wait: /等待(?!状态)|可能需要(?:几|数|一|\d)|稍等/,
    repeat: /重复(?:此|该|上述|步骤|第|这)|(?:运行|执行|发送)[^。]{0,40}(?:[一两二三四五六七八九十]|\d+) ?次/,
    portal:
      /(?:转到|打开|(?<!的)访问|登录到|浏览到|(?<!可以|或)使用|进入)[^。]{0,60}(?:门户|管理中心|portal\.azure\.com|entra\.microsoft\.com)(?!时|后)|(?:选择|单击|点击)[^。]{0,40}\*\*/,
    replace: /替换/,
  },
  afterwards: /^(?:在)?(?:创建|添加|分配)[^，。]{1,20}(?:之)?后/,
  times: /([一两二三四五六七八九十]|\d{1,3}) ?次/,
  numbers: { 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 },
  units: { D: /^天/, W: /^(?:周|星期)/, M: /^个月/, Y: /^年/ },
  headings: {
    request: ['请求', '要求'],
    response: ['响应', '回應'],
    prerequisites: ['先决条件', '必备条件', '必要條件', '前提条件', '权限'],
  },
  signature: /^(?:http ?请求|语法)$/i,
  cleanup: /清理|删除资源/,
  prerequisites: /先决条件|必备条件|准备工作/,
  alternative: /^(?:方法|选项|方式)\s*(?:[2-9]|[二三四])/,
  administrator: /管理员/,
  created: /创建/,
  today: /今天|当前日期/,
  people: {
    member: /成员/,
    owner: /所有者/,
    reviewer: /审阅者/,
    approver: /审批者/,
    guest: /来宾/,
    manager: /经理/,
  },
  signsIn: /以 ?\**(?<name>[A-Z][a-z]+)\** ?(?:的?身份)?登[录入]/,
  change: /`?(?<property>[a-z]\w+)`? 属性[^。]*?现在(?:为|是) ?`?(?<value>\w+)`?/,
  examples: [
    ['以成员身份登录。', 'sign-in-as', 'member'],
    ['打开新窗口，然后使用审阅者的账户登录。', 'sign-in-as', 'reviewer'],
    ['来宾的登录活动在日志中。', 'guest'],
    ['成员登录时会收到通知。', 'member'],
    ['选择“使用 Microsoft 登录”。'],
    ['以 Adele 的身份登录，获取日历。', 'sign-in-as', 'adele'],
    ['以 Adele 的身份登录，你也可以获取日历。', 'adele'],
    ['打开窗口，并作为组的两个成员之一登录。', 'sign-in-as', 'member'],
    ['策略在检测到风险时阻止用户登录。'],
    ['登录到门户时检测到风险。'],
    ['可以使用 API 或使用“我的访问”门户完成此步骤。'],
    ['请注销。', 'sign-out'],
    ['等待五天。', 'wait', 'P5D'],
    ['运行此请求三次。', 'repeat', '3 times'],
    ['重复步骤 4。', 'repeat'],
    ['将 `id` 替换为组的 id。', 'replace'],
    ['转到 Azure 门户。', 'portal'],
    ['创建用户后，打开 Azure 门户。', 'portal', 'afterwards'],
    ['用户在列表中。'],
  ],
};
